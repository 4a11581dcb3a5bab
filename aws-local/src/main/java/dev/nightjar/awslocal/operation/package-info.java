/**
 * What lies between the front (HTTP, credentials) and the services: operations by name, who calls
 * them, how they refuse, and the interceptors that stand around every call.
 */
package dev.nightjar.awslocal.operation;
