/// Avro data that fastavro wrote, by the schema beside them.
enum AvroFixtures {
    static let primitives = Fixture(
        schema: #"""
            {"type":"record","name":"R","fields":[{"name":"n","type":"null"},{"name":"b","type":"boolean"},{"nam\#
            e":"i","type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"doub\#
            le"},{"name":"y","type":"bytes"},{"name":"s","type":"string"}]}
            """#,
        hex: """
            01ffffffff0ffeffffffffffffffff01cdcccc3d01000000000000000800ff10410c6ec3a9225c0a
            """
    )
    static let numbers = Fixture(
        schema: #"""
            {"type":"record","name":"R","fields":[{"name":"a","type":"double"},{"name":"b","type":"double"},{"na\#
            me":"c","type":"float"},{"name":"d","type":"double"},{"name":"e","type":"long"}]}
            """#,
        hex: """
            00000000000059409c7500883ce4377e0000c0bf343333333333d33f01
            """
    )
    static let complex = Fixture(
        schema: #"""
            {"type":"record","name":"R","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B\#
            ","C"]}},{"name":"a","type":{"type":"array","items":"int"}},{"name":"m","type":{"type":"map","values\#
            ":["null","string"]}},{"name":"x","type":{"type":"fixed","name":"F","size":3}},{"name":"u","type":["\#
            null","int","string"]},{"name":"v","type":["null","int"]}]}
            """#,
        hex: """
            04060203d8040004026b020276027a00006162630404686900
            """
    )
    static let decimals = Fixture(
        schema: #"""
            {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","pr\#
            ecision":30,"scale":4}},{"name":"b","type":{"type":"bytes","logicalType":"decimal","precision":30,"s\#
            cale":4}},{"name":"c","type":{"type":"fixed","logicalType":"decimal","name":"D","size":6,"precision"\#
            :12,"scale":2}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":60,"scale":20\#
            }},{"name":"e","type":{"type":"bytes","logicalType":"decimal","precision":5}},{"name":"g","type":{"t\#
            ype":"bytes","logicalType":"decimal","precision":30,"scale":4}}]}
            """#,
        hex: """
            0601e84802fffffff8a432eb30faf70d0d1550dd991093938c3b81fe0bd639c31b128fffff02001af6000000000000000000\
            000000
            """
    )
    static let times = Fixture(
        schema: #"""
            {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"long","logicalType":"timestamp-mil\#
            lis"}},{"name":"b","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"c","type":{"typ\#
            e":"long","logicalType":"local-timestamp-millis"}},{"name":"d","type":{"type":"int","logicalType":"d\#
            ate"}},{"name":"e","type":{"type":"int","logicalType":"time-millis"}},{"name":"g","type":{"type":"lo\#
            ng","logicalType":"time-micros"}},{"name":"h","type":{"type":"string","logicalType":"uuid"}},{"name"\#
            :"i","type":{"type":"int","logicalType":"date"}},{"name":"j","type":{"type":"long","logicalType":"ti\#
            mestamp-micros"}},{"name":"k","type":{"type":"int","logicalType":"date"}}]}
            """#,
        hex: """
            dc8cc3cf8465aebe9ba48dac95069082c3cf84658cb502feefb25288e3c3de1b4831323365343536372d653839622d313264\
            332d613435362d343236363134313734303030915e01f3e457
            """
    )
    static let nested = Fixture(
        schema: #"""
            {"type":"record","name":"shop.Order","fields":[{"name":"id","type":"string"},{"name":"customer","typ\#
            e":{"type":"record","name":"Customer","fields":[{"name":"email","type":["null","string"]},{"name":"h\#
            ome","type":{"type":"record","name":"Address","fields":[{"name":"city","type":"string"}],"namespace"\#
            :"geo"}}]}},{"name":"other","type":["null","geo.Address","Customer"]},{"name":"lines","type":{"type"\#
            :"array","items":{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"},{"name":"n"\#
            ,"type":"int"}]}}}]}
            """#,
        hex: """
            046f3102066140620a4bc3b66c6e040008426f6e6e0402780202790400
            """
    )
    static let recursion3 = Fixture(
        schema: #"""
            {"type":"record","name":"Node","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","No\#
            de"]}]}
            """#,
        hex: """
            020204020600
            """
    )
    static let scalar = Fixture(
        schema: #"""
            "string"
            """#,
        hex: """
            0874657874
            """
    )
    static let reference = Fixture(
        schema: #"""
            {"type":"record","name":"shop.Paid","fields":[{"name":"total","type":"shop.Money"},{"name":"fee","ty\#
            pe":["null","Money"]}]}
            """#,
        hex: """
            043a980645555200
            """
    )
}
