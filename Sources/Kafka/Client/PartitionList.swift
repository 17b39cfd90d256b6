internal import CRdKafka
import Journal

/// Places in a partition that are not yet a number.
public enum StartOffset {
    /// The oldest record that is retained.
    public static let beginning: Int64 = -2
    /// After the newest record.
    public static let end: Int64 = -1
    /// The offset committed for the group, or what `auto.offset.reset` says when there is none.
    public static let committed: Int64 = -1000
}

/// Owns a librdkafka list of partitions with offsets.
@safe
struct PartitionList: ~Copyable {
    /// Valid while this owner lives.
    let raw: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// Takes over a list that a C call handed out.
    init(owning raw: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) { unsafe self.raw = raw }

    /// Copies a list that belongs to somebody else.
    init(copying list: UnsafePointer<rd_kafka_topic_partition_list_t>) {
        unsafe raw = rd_kafka_topic_partition_list_copy(list)
    }

    init(capacity: Int = 0) {
        // Aborts the process itself when memory is out, so the result is never NULL.
        unsafe raw = rd_kafka_topic_partition_list_new(Int32(capacity))
    }

    init(_ partitions: some Sequence<TopicPartition>, offset: (TopicPartition) -> Int64? = { _ in nil }) {
        self.init()
        for partition in partitions { append(partition, offset: offset(partition)) }
    }

    /// The offsets that a group commits, with their notes.
    init(_ offsets: [TopicPartition: GroupOffset]) {
        self.init(capacity: offsets.count)
        for (partition, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            append(partition, offset: offset.next, note: offset.note)
        }
    }

    deinit { unsafe rd_kafka_topic_partition_list_destroy(raw) }

    func append(_ partition: TopicPartition, offset: Int64? = nil, note: String = "") {
        guard let element = unsafe rd_kafka_topic_partition_list_add(raw, partition.topic, partition.partition) else {
            return
        }
        if let offset { unsafe element.pointee.offset = offset }
        guard !note.isEmpty else { return }
        var note = note
        note.withUTF8 { bytes in unsafe treue_set_metadata(element, bytes.baseAddress, bytes.count) }
    }

    var count: Int { unsafe Int(raw.pointee.cnt) }

    var partitions: [TopicPartition] { unsafe Self.partitions(in: raw) }

    /// The offsets that are real ones; partitions without are left out.
    ///
    /// Throws the first error of an element.
    func offsets(_ operation: String) throws(KafkaError) -> [TopicPartition: Int64] {
        var result: [TopicPartition: Int64] = [:]
        for index in 0..<count {
            let element = unsafe raw.pointee.elems[index]
            let partition = unsafe TopicPartition(String(cString: element.topic), element.partition)
            try check(unsafe element.err, "\(operation) of \(partition)")
            if unsafe element.offset >= 0 { unsafe result[partition] = element.offset }
        }
        return result
    }

    /// The committed offsets with their notes; partitions without are left out.
    ///
    /// Throws the first error of an element.
    func groupOffsets(_ operation: String) throws(KafkaError) -> [TopicPartition: GroupOffset] {
        var result: [TopicPartition: GroupOffset] = [:]
        for index in 0..<count {
            let element = unsafe raw.pointee.elems[index]
            let partition = unsafe TopicPartition(String(cString: element.topic), element.partition)
            try check(unsafe element.err, "\(operation) of \(partition)")
            guard unsafe element.offset >= 0 else { continue }
            let note = unsafe UnsafeRawBufferPointer(start: element.metadata, count: element.metadata_size)
            unsafe result[partition] = GroupOffset(next: element.offset, note: String(decoding: note, as: UTF8.self))
        }
        return result
    }

    /// Throws the first error of an element.
    func checkElements(_ operation: String) throws(KafkaError) {
        for index in 0..<count {
            let element = unsafe raw.pointee.elems[index]
            try check(
                unsafe element.err,
                "\(operation) of \(unsafe String(cString: element.topic))/\(unsafe element.partition)"
            )
        }
    }

    static func partitions(in list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> [TopicPartition] {
        unsafe (0..<Int(list.pointee.cnt)).map { index in
            unsafe TopicPartition(String(cString: list.pointee.elems[index].topic), list.pointee.elems[index].partition)
        }
    }
}
