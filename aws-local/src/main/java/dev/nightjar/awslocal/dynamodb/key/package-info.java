/** Primary keys: their schema, their checks, and their order. */
package dev.nightjar.awslocal.dynamodb.key;
