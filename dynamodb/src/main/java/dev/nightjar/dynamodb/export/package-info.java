/** Point-in-time exports: asking for one, its manifests, and the items in its data files. */
package dev.nightjar.dynamodb.export;
