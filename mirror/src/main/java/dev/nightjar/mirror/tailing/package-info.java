/** Reading a stream: one thread a shard, parents before children, from the very start. */
package dev.nightjar.mirror.tailing;
