/** What a history consists of, how one is drawn from a seed, and how it is written for people. */
package dev.nightjar.proving.world.script;
