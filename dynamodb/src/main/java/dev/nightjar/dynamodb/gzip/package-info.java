/** Gzip, inflated straight into the reader's own buffer. */
package dev.nightjar.dynamodb.gzip;
