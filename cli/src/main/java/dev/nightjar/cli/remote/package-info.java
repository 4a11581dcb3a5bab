/** What is deployed on a server, and the mirrors' needs of AWS, as commands ask for them. */
package dev.nightjar.cli.remote;
