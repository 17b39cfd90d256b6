#include "CProtobufJSON.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>

// Schemas and messages come from elsewhere. A schema's brackets are counted before the parser, which recurses, sees
// them; a message's depth and the memory that it will take are measured before it is parsed, because a message of two
// bytes on the wire may take kilobytes. No exception leaves this file.

namespace pb = google::protobuf;

namespace {

constexpr int maxDepth = 64;
constexpr int maxBrackets = 100;
constexpr size_t maxMemory = 64u << 20;
constexpr size_t maxOutput = 4u << 20;
constexpr const char *typePrefix = "type.googleapis.com";

/// Keeps the first complaint of the tokenizer, the parser and the pool.
class Complaints final : public pb::io::ErrorCollector, public pb::DescriptorPool::ErrorCollector {
public:
    std::string first;

    explicit Complaints(const std::string &file) : file(file) {}

    void AddError(int line, pb::io::ColumnNumber, const std::string &message) override {
        if (first.empty()) first = file + " line " + std::to_string(line + 1) + ": " + message;
    }

    void AddError(const std::string &, const std::string &element, const pb::Message *,
        pb::DescriptorPool::ErrorCollector::ErrorLocation, const std::string &message) override {
        if (first.empty()) first = file + ": " + element + ": " + message;
    }

private:
    std::string file;
};

/// A text that refuses to grow beyond a limit, which keeps the printer from filling the memory.
class BoundedOutput final : public pb::io::ZeroCopyOutputStream {
public:
    std::string text;
    bool overflowed = false;

    void reset() {
        text.clear();
        overflowed = false;
    }

    bool Next(void **data, int *size) override {
        const size_t old = text.size();
        if (old >= maxOutput) {
            overflowed = true;
            return false;
        }
        const size_t grown = std::min(maxOutput, std::max(size_t(4096), old * 2));
        text.resize(grown);
        *data = &text[old];
        *size = int(grown - old);
        return true;
    }

    void BackUp(int count) override { text.resize(text.size() - size_t(count)); }
    int64_t ByteCount() const override { return int64_t(text.size()); }
};

/// Whether brackets nest no deeper than the parser may go; comments and strings don't count.
bool isShallow(const char *text, size_t size) {
    int depth = 0;
    for (size_t i = 0; i < size; i++) {
        const char c = text[i];
        if (c == '/' && i + 1 < size && text[i + 1] == '/') {
            while (i < size && text[i] != '\n') i++;
        } else if (c == '/' && i + 1 < size && text[i + 1] == '*') {
            i += 2;
            while (i + 1 < size && !(text[i] == '*' && text[i + 1] == '/')) i++;
            i++;
        } else if (c == '"' || c == '\'') {
            for (i++; i < size && text[i] != c && text[i] != '\n'; i++) {
                if (text[i] == '\\') i++;
            }
        } else if (c == '{' || c == '[' || c == '(' || c == '<') {
            if (++depth > maxBrackets) return false;
        } else if ((c == '}' || c == ']' || c == ')' || c == '>') && depth > 0) {
            depth--;
        }
    }
    return true;
}

/// A descriptor that was registered in its binary form, as some clients do, and handed out as base64; else false.
bool readBinary(const char *text, size_t size, pb::FileDescriptorProto &file) {
    std::string bytes;
    uint32_t group = 0;
    size_t digits = 0;
    while (size > 0 && text[size - 1] == '=') size--;
    for (size_t i = 0; i < size; i++) {
        const char c = text[i];
        uint32_t digit;
        if (c >= 'A' && c <= 'Z') digit = uint32_t(c - 'A');
        else if (c >= 'a' && c <= 'z') digit = uint32_t(c - 'a' + 26);
        else if (c >= '0' && c <= '9') digit = uint32_t(c - '0' + 52);
        else if (c == '+' || c == '/') digit = c == '+' ? 62 : 63;
        else return false;
        group = group << 6 | digit;
        if (++digits % 4 == 0) {
            for (int shift = 16; shift >= 0; shift -= 8) bytes.push_back(char(group >> shift & 255));
        }
    }
    if (digits % 4 == 2) bytes.push_back(char(group >> 4 & 255));
    if (digits % 4 == 3) {
        bytes.push_back(char(group >> 10 & 255));
        bytes.push_back(char(group >> 2 & 255));
    }
    return digits > 0 && file.ParseFromString(bytes);
}

int32_t refuse(const std::string &text, char *message, size_t capacity) {
    if (capacity > 0) {
        const size_t size = std::min(text.size(), capacity - 1);
        std::memcpy(message, text.data(), size);
        message[size] = 0;
    }
    return CPJ_INVALID_SCHEMA;
}

/// Walks the wire format and adds up what the parsed form will take.
class Measure {
public:
    int32_t walk(const uint8_t *&at, const uint8_t *end, const pb::Descriptor *type, int depth, uint32_t group) {
        if (depth > maxDepth) return CPJ_TOO_DEEP;
        // Dynamic messages have room for every field of their type, set or not.
        if (!take(type ? 64 + 64 * size_t(type->field_count()) : 64)) return CPJ_TOO_LARGE;
        while (at < end) {
            uint64_t tag;
            if (!varint(at, end, tag) || tag >> 32 != 0 || tag >> 3 == 0) return CPJ_MALFORMED;
            const uint32_t number = uint32_t(tag >> 3);
            uint64_t value;
            switch (tag & 7) {
            case 0:
                if (!varint(at, end, value)) return CPJ_MALFORMED;
                break;
            case 1:
                if (end - at < 8) return CPJ_MALFORMED;
                at += 8;
                break;
            case 2: {
                if (!varint(at, end, value) || value > uint64_t(end - at)) return CPJ_MALFORMED;
                const uint8_t *stop = at + value;
                if (const auto *inner = message(type, number)) {
                    if (const int32_t code = walk(at, stop, inner, depth + 1, 0)) return code;
                } else if (!take(size_t(value))) {
                    return CPJ_TOO_LARGE;
                }
                at = stop;
                break;
            }
            case 3:
                if (const int32_t code = walk(at, end, message(type, number), depth + 1, number)) return code;
                break;
            case 4: return group != 0 && number == group ? int32_t(CPJ_OK) : int32_t(CPJ_MALFORMED);
            case 5:
                if (end - at < 4) return CPJ_MALFORMED;
                at += 4;
                break;
            default: return CPJ_MALFORMED;
            }
            if (!take(48)) return CPJ_TOO_LARGE;
        }
        return group == 0 ? CPJ_OK : CPJ_MALFORMED;
    }

private:
    size_t taken = 0;

    bool take(size_t size) {
        taken += size;
        return taken <= maxMemory;
    }

    static const pb::Descriptor *message(const pb::Descriptor *type, uint32_t number) {
        if (!type || number > uint32_t(pb::FieldDescriptor::kMaxNumber)) return nullptr;
        const auto *field = type->FindFieldByNumber(int(number));
        return field ? field->message_type() : nullptr;
    }

    static bool varint(const uint8_t *&at, const uint8_t *end, uint64_t &value) {
        value = 0;
        for (int shift = 0; shift < 70 && at < end; shift += 7) {
            const uint8_t byte = *at++;
            value |= uint64_t(byte & 127) << shift;
            if (byte < 128) return true;
        }
        return false;
    }
};

/// What Confluent's serializers let schemas import without a reference.
struct Builtin {
    const char *name, *text;
};
constexpr Builtin builtins[] = {
    {"confluent/meta.proto",
        "syntax = \"proto3\"; package confluent; import \"google/protobuf/descriptor.proto\";"
        "message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }"
        "extend google.protobuf.FileOptions { Meta file_meta = 1088; }"
        "extend google.protobuf.MessageOptions { Meta message_meta = 1088; }"
        "extend google.protobuf.FieldOptions { Meta field_meta = 1088; }"
        "extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }"
        "extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }"},
    {"confluent/type/decimal.proto",
        "syntax = \"proto3\"; package confluent.type;"
        "message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }"},
};

}  // namespace

struct cpj_schema {
    pb::DescriptorPool pool{pb::DescriptorPool::generated_pool()};
    pb::DynamicMessageFactory factory{&pool};
    std::unique_ptr<pb::util::TypeResolver> resolver;
    const pb::FileDescriptor *root = nullptr;
    bool printsDefaults = false;
    std::string wire;
    BoundedOutput output;

    bool add(const std::string &name, const char *text, size_t size, std::string &complaint) {
        Complaints complaints(name);
        pb::FileDescriptorProto file;
        if (!readBinary(text, size, file) && !parse(text, size, file, complaints)) {
            complaint = complaints.first.empty() ? name + " is not valid" : complaints.first;
            return false;
        }
        file.set_name(name);
        for (const auto &import : file.dependency()) provide(import);
        root = pool.BuildFileCollectingErrors(file, &complaints);
        if (!root) complaint = complaints.first.empty() ? name + " is not valid" : complaints.first;
        return root != nullptr;
    }

    static bool parse(const char *text, size_t size, pb::FileDescriptorProto &file, Complaints &complaints) {
        if (!isShallow(text, size)) {
            complaints.AddError(0, 0, "it is nested too deeply");
            return false;
        }
        file.Clear();
        pb::io::ArrayInputStream input(text, int(size));
        pb::io::Tokenizer tokenizer(&input, &complaints);
        pb::compiler::Parser parser;
        parser.RecordErrorsTo(&complaints);
        return parser.Parse(&tokenizer, &file) && complaints.first.empty();
    }

    void provide(const std::string &import) {
        if (pool.FindFileByName(import)) return;
        std::string ignored;
        for (const auto &builtin : builtins) {
            if (import == builtin.name) add(import, builtin.text, std::strlen(builtin.text), ignored);
        }
    }

    const pb::Descriptor *find(const int32_t *indexes, size_t count) const {
        const pb::Descriptor *type = nullptr;
        for (size_t i = 0; i < count; i++) {
            const int most = type ? type->nested_type_count() : root->message_type_count();
            if (indexes[i] < 0 || indexes[i] >= most) return nullptr;
            type = type ? type->nested_type(indexes[i]) : root->message_type(indexes[i]);
        }
        return type;
    }

    int32_t decode(const pb::Descriptor *type, const uint8_t *bytes, size_t count) {
        if (count > maxOutput) return CPJ_TOO_LARGE;
        const uint8_t *at = bytes;
        if (const int32_t code = Measure().walk(at, bytes + count, type, 1, 0)) return code;
        {
            const std::unique_ptr<pb::Message> message(factory.GetPrototype(type)->New());
            pb::io::CodedInputStream input(bytes, int(count));
            input.SetRecursionLimit(maxDepth + 1);
            if (!message->MergeFromCodedStream(&input) || !input.ConsumedEntireMessage()) return CPJ_MALFORMED;
            // The printer streams, so fields must stand together and once, as only a serializer puts them.
            message->DiscardUnknownFields();
            wire.clear();
            if (!message->SerializeToString(&wire)) return CPJ_MALFORMED;
        }
        output.reset();
        pb::util::JsonPrintOptions options;
        options.preserve_proto_field_names = true;
        options.always_print_primitive_fields = printsDefaults;
        pb::io::ArrayInputStream input(wire.data(), int(wire.size()));
        const auto status = pb::util::BinaryToJsonStream(
            resolver.get(), std::string(typePrefix) + "/" + type->full_name(), &input, &output, options);
        if (output.overflowed) return CPJ_TOO_LARGE;
        return status.ok() ? CPJ_OK : CPJ_MALFORMED;
    }
};

int32_t cpj_schema_create(
    const cpj_file *files, size_t count, int prints_defaults, cpj_schema **schema, char *message, size_t capacity) {
    *schema = nullptr;
    try {
        // The library would write to standard error, and name fields; the caller reports instead.
        static const auto previous = pb::SetLogHandler(nullptr);
        (void)previous;
        // Whoever links only what is used would lose the well-known types otherwise.
        pb::Any::descriptor();
        auto made = std::make_unique<cpj_schema>();
        made->printsDefaults = prints_defaults != 0;
        std::string complaint;
        for (size_t i = 0; i < count; i++) {
            const std::string name(files[i].name, files[i].name_size);
            const bool isSchema = i + 1 == count;
            if (!isSchema && made->pool.FindFileByName(name)) continue;
            if (files[i].text_size > maxOutput) return refuse(name + " is too large", message, capacity);
            if (!made->add(name, files[i].text, files[i].text_size, complaint)) {
                return refuse(complaint, message, capacity);
            }
        }
        if (!made->root) return refuse("there is no schema", message, capacity);
        made->resolver.reset(pb::util::NewTypeResolverForDescriptorPool(typePrefix, &made->pool));
        *schema = made.release();
        return CPJ_OK;
    } catch (const std::bad_alloc &) {
        refuse("memory is short", message, capacity);
        return CPJ_OUT_OF_MEMORY;
    } catch (...) {
        return refuse("the Protobuf library refused it", message, capacity);
    }
}

void cpj_schema_destroy(cpj_schema *schema) { delete schema; }

int32_t cpj_schema_decode(
    cpj_schema *schema, const int32_t *indexes, size_t index_count, const uint8_t *bytes, size_t count,
    const uint8_t **json, size_t *json_count) {
    *json = nullptr;
    *json_count = 0;
    try {
        const pb::Descriptor *type = schema->find(indexes, index_count);
        if (!type) return CPJ_NO_MESSAGE;
        static const uint8_t nothing = 0;
        const int32_t code = schema->decode(type, bytes ? bytes : &nothing, count);
        if (code) return code;
        *json = reinterpret_cast<const uint8_t *>(schema->output.text.data());
        *json_count = schema->output.text.size();
        return CPJ_OK;
    } catch (const std::bad_alloc &) {
        return CPJ_OUT_OF_MEMORY;
    } catch (...) {
        return CPJ_MALFORMED;
    }
}
