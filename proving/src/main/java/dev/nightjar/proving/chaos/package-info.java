/** The real processes under fire: killed, cut off, slowed and compared change by change. */
package dev.nightjar.proving.chaos;
