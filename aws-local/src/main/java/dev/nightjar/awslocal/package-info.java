/** Placeholder. */
package dev.nightjar.awslocal;
