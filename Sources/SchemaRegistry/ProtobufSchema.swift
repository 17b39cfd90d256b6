internal import CProtobufJSON

/// A compiled Protobuf schema, used by one thread at a time.
@safe
final class ProtobufSchema {
    private let handle: OpaquePointer

    /// Compiles a schema and what it imports.
    init(_ registered: RegisteredSchema, printsDefaults: Bool) throws(SchemaFault) {
        // No file may be imported by this name, which no registry gives to a reference.
        let parts = registered.references + [.init(name: "(schema)", text: registered.text)]
        var bytes: [UInt8] = []
        for part in parts {
            bytes.append(contentsOf: part.name.utf8)
            bytes.append(contentsOf: part.text.utf8)
        }
        var made: OpaquePointer?
        var message = [CChar](repeating: 0, count: 400)
        let code = unsafe bytes.withUnsafeBufferPointer { all in
            unsafe all.withMemoryRebound(to: CChar.self) { all in
                var files: [cpj_file] = unsafe []
                var offset = 0
                for part in parts {
                    let (name, text) = (part.name.utf8.count, part.text.utf8.count)
                    let start = unsafe all.baseAddress.map { unsafe $0 + offset }
                    let content = unsafe start.map { unsafe $0 + name }
                    unsafe files.append(cpj_file(name: start, name_size: name, text: content, text_size: text))
                    offset += name + text
                }
                return unsafe cpj_schema_create(
                    files,
                    files.count,
                    printsDefaults ? 1 : 0,
                    &made,
                    &message,
                    message.count
                )
            }
        }
        guard code == Int32(CPJ_OK), let made = unsafe made else {
            let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw SchemaFault(String(decoding: text, as: UTF8.self))
        }
        unsafe handle = made
    }

    deinit {
        unsafe cpj_schema_destroy(handle)
    }

    /// Turns a message into JSON text, which replaces what `json` held.
    func decode(_ indexes: [Int32], _ bytes: Span<UInt8>, into json: inout [UInt8]) throws(WireError) {
        var text: UnsafePointer<UInt8>?
        var count = 0
        let code = unsafe indexes.withUnsafeBufferPointer { indexes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe cpj_schema_decode(
                    handle,
                    indexes.baseAddress,
                    indexes.count,
                    bytes.baseAddress,
                    bytes.count,
                    &text,
                    &count
                )
            }
        }
        json.removeAll(keepingCapacity: true)
        switch Int(code) {
        case CPJ_OK:
            unsafe json.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
            // The strings of proto2 may hold anything, and some types of Google's print nothing when they are empty.
            guard count > 0, ValueText.isUTF8(json.span) else {
                throw .refused(reason: "protobuf.malformed", message: "the message has no form in JSON")
            }
        case CPJ_NO_MESSAGE:
            throw .refused(reason: "protobuf.malformed", message: "its message indexes name no message of the schema")
        case CPJ_TOO_DEEP:
            throw .refused(reason: "protobuf.limit", message: "it is nested more deeply than 64 levels")
        case CPJ_TOO_LARGE:
            throw .refused(reason: "protobuf.limit", message: "it takes more than 64 MiB, or its JSON more than 4 MiB")
        case CPJ_OUT_OF_MEMORY: throw .refused(reason: "memory.short", message: "memory is short")
        default: throw .refused(reason: "protobuf.malformed", message: "the bytes are no message of the schema's type")
        }
    }
}
