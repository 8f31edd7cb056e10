package dev.oneping.notice;

import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;

/** The identity of a notice: its tenant and topic. A topic has one notice. */
record NoticeRef(TenantId tenant, TopicId topic) {

    /** Returns its key in Redis. */
    String key() {
        return "notice:{" + tenant + "}:" + topic;
    }

    /** Returns the key in Redis of the tenant's list of notices. */
    String listKey() {
        return "notices:{" + tenant + "}";
    }

    /** Returns its surrogate key in caches. */
    String surrogateKey() {
        return "notice/" + tenant + "/" + topic;
    }

    /** Returns its channel at GRIP proxies. */
    String channel() {
        return "oneping.notice." + tenant + "." + topic;
    }
}
