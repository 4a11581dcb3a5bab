/**
 * S3 in both styles of addresses, by s3proxy's handler and store behind the stand-in's own port.
 */
package dev.nightjar.awslocal.s3;
