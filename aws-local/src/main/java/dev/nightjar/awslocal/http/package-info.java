/**
 * The one port: tells requests apart (a target header is a JSON operation, a form with an action is
 * the query protocol, all else is S3), finds out who calls, and writes answers and errors as each
 * protocol does.
 */
package dev.nightjar.awslocal.http;
