/** What is stored of a mirror besides its ledger: its state, generations, files and shards. */
package dev.nightjar.mirror.state;
