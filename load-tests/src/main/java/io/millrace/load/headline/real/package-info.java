/** The headline experiment on Kafka in real time: the shipped token streams with the simulated engine. */
@NullMarked
package io.millrace.load.headline.real;

import org.jspecify.annotations.NullMarked;
