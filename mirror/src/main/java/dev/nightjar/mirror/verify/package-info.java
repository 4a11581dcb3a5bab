/**
 * Compares a mirror with its table as both are now: every item by Scan, encoded as an export's line
 * would be, against FINAL.
 */
package dev.nightjar.mirror.verify;
