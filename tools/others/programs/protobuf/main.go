// Protobuf encodes and decodes messages in three formats, and compares them.
package main

import (
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"others/work"
)

func main() {
	r := work.NewRandom(9)
	file := &descriptorpb.FileDescriptorProto{Name: proto.String("task.proto"), Package: proto.String("task")}
	for i := range 60 {
		message := &descriptorpb.DescriptorProto{Name: proto.String(fmt.Sprintf("M%d", i))}
		for j := range 12 {
			message.Field = append(message.Field, &descriptorpb.FieldDescriptorProto{
				Name: proto.String(r.Word()), Number: proto.Int32(int32(j + 1)), JsonName: proto.String(r.Word()),
				Label: descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
				Options: &descriptorpb.FieldOptions{Deprecated: proto.Bool(j%3 == 0)},
			})
		}
		file.MessageType = append(file.MessageType, message)
	}
	work.Do(func() ([]byte, error) {
		var out []byte
		for range 40 {
			packed, err := proto.MarshalOptions{Deterministic: true}.Marshal(file)
			if err != nil {
				return nil, err
			}
			var back descriptorpb.FileDescriptorProto
			if err := proto.Unmarshal(packed, &back); err != nil {
				return nil, err
			}
			if !proto.Equal(file, &back) {
				return nil, fmt.Errorf("it does not come back as it was")
			}
			out = packed
		}
		for range 4 {
			text, err := prototext.Marshal(file)
			if err != nil {
				return nil, err
			}
			var back descriptorpb.FileDescriptorProto
			if err := prototext.Unmarshal(text, &back); err != nil {
				return nil, err
			}
			written, err := protojson.Marshal(&back)
			if err != nil {
				return nil, err
			}
			if err := protojson.Unmarshal(written, &back); err != nil {
				return nil, err
			}
			// Protojson puts spaces at random, so that nobody relies on its bytes.
			var value any
			if err := json.Unmarshal(written, &value); err != nil {
				return nil, err
			}
			if written, err = json.Marshal(value); err != nil {
				return nil, err
			}
			out = append(out, written...)
		}
		return out, nil
	})
}
