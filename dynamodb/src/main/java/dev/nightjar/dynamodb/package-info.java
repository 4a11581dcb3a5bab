/** Placeholder. */
package dev.nightjar.dynamodb;
