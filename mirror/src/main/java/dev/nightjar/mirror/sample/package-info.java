/** A part of a DynamoDB table in a data source whose mirror does not run. */
package dev.nightjar.mirror.sample;
