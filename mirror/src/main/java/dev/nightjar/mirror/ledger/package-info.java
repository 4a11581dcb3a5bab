/** What survives a crash: the state database, and in it the ledger of batches. */
package dev.nightjar.mirror.ledger;
