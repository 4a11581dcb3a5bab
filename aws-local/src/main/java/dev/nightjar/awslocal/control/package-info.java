/**
 * The stand-in's own address for what no client of AWS can do: rolling shards, faults, expiry. Not
 * signed, for callers on this machine only.
 */
package dev.nightjar.awslocal.control;
