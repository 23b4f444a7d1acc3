/** The headline workflow on the whole platform, asked over HTTP, with replicas that it reaches over HTTP. */
@NullMarked
package io.millrace.load.headline.served;

import org.jspecify.annotations.NullMarked;
