package dev.oneping.connection.notice;

import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;

/** Whose notice, and of which topic. A topic has one notice. */
record NoticeRef(TenantId tenant, TopicId topic) {

    /** Where it is kept. */
    String key() {
        return "notice:{" + tenant + "}:" + topic;
    }

    /** What caches know it by. */
    String surrogateKey() {
        return "notice/" + tenant + "/" + topic;
    }

    /** What proxies publish it on. */
    String channel() {
        return "oneping.notice." + tenant + "." + topic;
    }
}
