/** Temporary credentials: AssumeRole and GetCallerIdentity. */
package dev.nightjar.awslocal.sts;
