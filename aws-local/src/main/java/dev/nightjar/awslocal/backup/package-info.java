/** Point-in-time recovery and exports to S3. */
package dev.nightjar.awslocal.backup;
