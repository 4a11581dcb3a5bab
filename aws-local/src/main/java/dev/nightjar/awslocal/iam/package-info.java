/** Roles, their policies, and what policies allow. */
package dev.nightjar.awslocal.iam;
