/**
 * What a generation after the first does besides: deletes what was deleted in the gap before it.
 */
package dev.nightjar.mirror.healing;
