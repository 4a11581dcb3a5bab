/**
 * DynamoDB's expressions: lexer, parsers, their trees, and evaluation. Texts are parsed with the
 * request's placeholders at hand, so trees hold real names and values.
 */
package dev.nightjar.awslocal.dynamodb.expression;
