/** The headline experiment in virtual time: one model of a fleet, three ways to run the same workflow on it. */
@NullMarked
package io.millrace.load.headline;

import org.jspecify.annotations.NullMarked;
