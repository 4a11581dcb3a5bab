/** When a batch is inserted, and that it is inserted once. */
package dev.nightjar.mirror.batch;
