// The C boundary to libcurl: its options are variadic, which Swift can't call, and one GET is one call here.
#ifndef TREUE_CCURL_SHIM_H
#define TREUE_CCURL_SHIM_H

#include <curl/curl.h>

#include <stdint.h>
#include <string.h>

/// What a GET may use. Strings may be NULL, which means unset.
typedef struct treue_get_options {
    const char *url;
    const char *user;
    const char *password;
    const char *bearer;
    const char *ca_file;
    long connect_timeout_ms;
    long timeout_ms;
} treue_get_options;

/// Where an answer goes. It is cut off, and `overflowed` set, when it has more than `capacity` bytes.
typedef struct treue_get_answer {
    uint8_t *bytes;
    size_t capacity;
    size_t count;
    int overflowed;
    long status;
} treue_get_answer;

static inline size_t treue_get_write(char *data, size_t size, size_t count, void *context) {
    treue_get_answer *answer = (treue_get_answer *)context;
    size_t more = size * count;
    if (more > answer->capacity - answer->count) {
        answer->overflowed = 1;
        return 0;  // ends the transfer
    }
    memcpy(answer->bytes + answer->count, data, more);
    answer->count += more;
    return more;
}

/// Fetches one address with a handle that keeps its connections between calls. Blocks until the end or the timeout.
/// Redirects are not followed: they would carry the credentials to another place.
static inline CURLcode treue_get(CURL *curl, const treue_get_options *options, treue_get_answer *answer) {
    answer->count = 0;
    answer->overflowed = 0;
    answer->status = 0;
    curl_easy_reset(curl);
    struct curl_slist *headers =
        curl_slist_append(NULL, "Accept: application/vnd.schemaregistry.v1+json, application/json");
    if (!headers) return CURLE_OUT_OF_MEMORY;
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, options->url);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!code) code = curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    // Signals would interrupt other threads of the process.
    if (!code) code = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, options->connect_timeout_ms);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, options->timeout_ms);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, treue_get_write);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (!code && options->ca_file) code = curl_easy_setopt(curl, CURLOPT_CAINFO, options->ca_file);
    if (!code && options->user) {
        code = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        if (!code) code = curl_easy_setopt(curl, CURLOPT_USERNAME, options->user);
        if (!code) code = curl_easy_setopt(curl, CURLOPT_PASSWORD, options->password ? options->password : "");
    }
    if (!code && options->bearer) {
        code = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        if (!code) code = curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, options->bearer);
    }
    if (!code) code = curl_easy_perform(curl);
    if (!code) code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    // The handle must not keep a list that is gone, nor point at the caller's buffer.
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, NULL);
    curl_slist_free_all(headers);
    return code;
}

static inline int treue_curl_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

#endif
