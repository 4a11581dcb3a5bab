/** The backfill: requesting an export, waiting for it, and loading its files. */
package dev.nightjar.mirror.backfill;
