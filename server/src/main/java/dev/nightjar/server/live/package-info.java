/** What is deployed: the files of each workspace, stored and understood. */
package dev.nightjar.server.live;
