/** The Kubernetes manifests, held against each other, against the service's configuration and against their README. */
@NullMarked
package dev.oneping.manifests;

import org.jspecify.annotations.NullMarked;
