/** Access keys, sessions of roles, and the signatures of requests (Signature Version 4). */
package dev.nightjar.awslocal.credentials;
