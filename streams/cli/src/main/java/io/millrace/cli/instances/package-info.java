/** Further instances of the platform on this machine, each a process of its own. */
@NullMarked
package io.millrace.cli.instances;

import org.jspecify.annotations.NullMarked;
