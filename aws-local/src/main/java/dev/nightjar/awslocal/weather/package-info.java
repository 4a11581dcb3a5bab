/** Many troubles at once, by a seed and a level. */
package dev.nightjar.awslocal.weather;
