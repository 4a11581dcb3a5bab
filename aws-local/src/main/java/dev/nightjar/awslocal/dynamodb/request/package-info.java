/** Reading the members of requests, with the checks that AWS's protocol layer does. */
package dev.nightjar.awslocal.dynamodb.request;
