/**
 * A model of DynamoDB, its streams and its exports as AWS documents them, behind the ports of the
 * mirror.
 */
package dev.nightjar.proving.world.aws;
