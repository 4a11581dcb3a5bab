/**
 * What the server tells people about AWS: policies, external ids, and whether a table can be
 * mirrored.
 */
package dev.nightjar.server.aws;
