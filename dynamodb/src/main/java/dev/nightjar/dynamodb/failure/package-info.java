/** What can go wrong between Nightjar and AWS, as types, and what to do about it. */
package dev.nightjar.dynamodb.failure;
