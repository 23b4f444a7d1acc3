@NullMarked
package io.millrace.cli.instances;

import org.jspecify.annotations.NullMarked;
