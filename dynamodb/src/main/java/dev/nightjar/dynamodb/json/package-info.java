/** Reading JSON from bytes, in place. */
package dev.nightjar.dynamodb.json;
