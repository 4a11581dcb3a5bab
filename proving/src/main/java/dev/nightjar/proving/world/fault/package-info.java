/** What goes wrong in a history: troubles that last, and kills at a call. */
package dev.nightjar.proving.world.fault;
