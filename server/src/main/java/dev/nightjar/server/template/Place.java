package dev.nightjar.server.template;

/** A place in a template, line and column from 1. */
record Place(int line, int column) {}
