/** What a mirror shows of itself. */
package dev.nightjar.mirror.status;
