package dev.oneping.auth;

/**
 * What a credential proves.
 *
 * @param <C> the kind of caller
 */
public sealed interface Proof<C extends Caller> {

    /** It is good: this is who calls. */
    record Valid<C extends Caller>(C caller) implements Proof<C> {}

    /** It was ours and its time is over: a new one would do. */
    record Expired<C extends Caller>() implements Proof<C> {}

    /** It was not issued here, was used up or taken back: the same caller need not come again with it. */
    record Invalid<C extends Caller>() implements Proof<C> {}
}
