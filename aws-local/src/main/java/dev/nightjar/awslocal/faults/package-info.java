/** Failures on command: which calls, how often, and what happens to them. */
package dev.nightjar.awslocal.faults;
