/**
 * A client of oneping for Java 17 and newer, without dependencies: {@link dev.oneping.client.DeviceClient} is a device,
 * {@link dev.oneping.client.OnepingApi} calls the HTTP API as an app's server does.
 */
package dev.oneping.client;
