/** Virtual time, and virtual threads that run one at a time in an order drawn by a seed. */
package dev.nightjar.proving.world.time;
