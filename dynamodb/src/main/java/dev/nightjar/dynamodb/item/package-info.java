/** A typed item: finding its attributes, and writing it as plain JSON. */
package dev.nightjar.dynamodb.item;
