/** Entry of the broker's process; its jar and libraries are the distribution that {@code deploy/local} starts. */
@NullMarked
package io.millrace.broker;

import org.jspecify.annotations.NullMarked;
