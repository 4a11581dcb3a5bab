/**
 * A simulated world: the real mirror over a model of AWS and of ClickHouse, in virtual time, each
 * history drawn from a seed and judged by an oracle.
 */
package dev.nightjar.proving.world;
