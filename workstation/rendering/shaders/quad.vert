//VTK::System::Dec
// The whole viewport; where its pixels lie is the fragment shader's matter.
in vec4 vertexMC;
void main() { gl_Position = vec4(vertexMC.xy, 0.0, 1.0); }
